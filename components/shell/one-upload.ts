/** The server reads one body: several files travel as one archive, so that errors still name file and line. */
export async function oneUpload(files: readonly File[]): Promise<{ readonly name: string; readonly body: Blob }> {
  const [first] = files;
  if (first !== undefined && files.length === 1) return { name: first.name, body: first };
  const { zipSync } = await import('fflate');
  const entries = new Map<string, Uint8Array>();
  for (const file of files) entries.set(freeName(entries, file.name), new Uint8Array(await file.arrayBuffer()));
  const archive = zipSync(Object.fromEntries(entries), { level: 0 }); // over loopback time matters, not size
  return { name: `${files.length}-files.zip`, body: new Blob([new Uint8Array(archive)]) };
}

/** Two folders may hold files of one name. */
function freeName(taken: ReadonlyMap<string, unknown>, name: string): string {
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${number}/${name}`;
  return free;
}
