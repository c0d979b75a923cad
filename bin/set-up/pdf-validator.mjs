/** veraPDF, which validates the report's PDF: jars from Maven, run by the machine's Java. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './child.mjs';
import { withLock } from './lock.mjs';
import { cache, root } from './places.mjs';

const VERSION = '1.28.1'; // as in e2e/pdf/pom.xml
const OLDEST_JAVA = 17;
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
const POM = join(root, 'e2e', 'pdf', 'pom.xml');
const PROGRAM = join(root, 'e2e', 'pdf', 'Validate.java');

const folder = join(cache, 'verapdf', VERSION);

/** Why this machine cannot validate, or undefined. The program is compiled when it starts: a runtime alone is too little. */
export async function validatorLacks() {
  const { status, output } = await run('java', ['--list-modules'], {});
  if (status !== 0) return 'no Java';
  const [, major = '0'] = /^java\.base@(\d+)/m.exec(output) ?? [];
  if (Number(major) < OLDEST_JAVA) return `Java ${major} is too old, ${OLDEST_JAVA} is needed`;
  if (!/^jdk\.compiler@/m.test(output)) return 'this Java has no compiler (a JDK is needed)';
  if (hasJars()) return undefined;
  const maven = await run('mvn', ['--version'], {});
  return maven.status === 0 ? undefined : 'no Maven to bring veraPDF with';
}

function hasJars() {
  return existsSync(folder) && readdirSync(folder).some((name) => name.startsWith('validation-model'));
}

/** Brings the jars into the cache, 9 MB. Returns the output of what failed as `{problem}`. */
export async function bringValidator(tell) {
  return withLock(`${folder}.lock`, async () => {
    if (hasJars()) return {};
    tell(`bringing veraPDF ${VERSION}, once`);
    const bringing = `${folder}.${process.pid}`;
    mkdirSync(bringing, { recursive: true });
    try {
      const { status, output } = await run('mvn', ['-B', '-q', '-f', POM, COPY, `-DoutputDirectory=${bringing}`], {
        cwd: root,
      });
      if (status !== 0) return { problem: output };
      rmSync(folder, { recursive: true, force: true });
      renameSync(bringing, folder);
      return {};
    } finally {
      rmSync(bringing, { recursive: true, force: true });
    }
  });
}

/** The arguments that make Java validate files against standards, `3a` or `ua1`. */
export function validatorArguments(standards, files) {
  const jars = readdirSync(folder).map((name) => join(folder, name));
  return ['-cp', jars.join(delimiter), PROGRAM, standards.join(), ...files];
}
