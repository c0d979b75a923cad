/** The product's version: that of package.json, which a test holds it to. Here, since lib reads no files. */
export const VERSION = '0.1.0';
