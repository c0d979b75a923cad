/**
 * For the build: of the client's generated half, 19 MB of it, `KubeConfig` uses these two. Whatever else its next version
 * should use, the build then names as missing.
 */
module.exports = () => `
export { createConfiguration } from './configuration.js';
export { ServerConfiguration } from './servers.js';
`;
