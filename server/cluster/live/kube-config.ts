/** The one part of the client that we use, by its own path: the rest are a thousand files to read. */
export { KubeConfig } from '@kubernetes/client-node/dist/config.js';
