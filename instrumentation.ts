/** Runs once when the server starts, not at build. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { boot } = await import('#server/boot.ts');
    await boot(process.env);
  }
}
