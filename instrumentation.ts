/** Runs when the server starts, not at build. The launcher calls it before the framework does, which is slow to load. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { boot } = await import('#server/boot.ts');
    await boot(process.env);
  }
}
