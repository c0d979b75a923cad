/** Instead of a field manager that may be a person's name. */
export const MANAGER_HIDDEN = 'a person or a tool that is not known by name';
