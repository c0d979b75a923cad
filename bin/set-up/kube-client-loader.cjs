/**
 * For the build: of the client's generated half, 19 MB of it, `KubeConfig` uses these two. What else its next version
 * should use, the test beside this and the build name as missing.
 */
module.exports = () => `
export { createConfiguration } from './configuration.js';
export { ServerConfiguration } from './servers.js';
`;
