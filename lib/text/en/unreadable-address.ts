/** What the server says before anything else of it is loaded. */
export const UNREADABLE_ADDRESS =
  'This address cannot be read: a percent sign in it stands for no character. The start page is at /.';
