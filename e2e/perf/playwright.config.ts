import { defineConfig } from '@playwright/test';
import tests from '../playwright.config.ts';

/** `npm run perf`: times and sizes are printed beside their budgets, never asserted, since the machine has a say. */
const { projects: _, ...same } = tests;
export default defineConfig({ ...same, testDir: '.', workers: 1, retries: 0, timeout: 15 * 60_000 });
