import { z } from 'zod';

export const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();
export const strings = list(z.string());
export const count = z.int().nonnegative();
