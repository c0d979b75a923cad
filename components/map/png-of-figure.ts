/** Pixels of the picture for each of the figure: sharp in print and on dense screens. */
const SCALE = 2;
/** Browsers refuse larger canvases. */
const MOST_PIXELS = 16_384;

/**
 * The figure as a PNG, twice its size; smaller where a browser could not hold that. A picture has no access to the
 * fonts of the page, so they are put into it.
 */
export async function pngOfFigure(svg: string): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([await withFonts(svg)], { type: 'image/svg+xml' }));
  try {
    const picture = new Image();
    picture.src = address;
    await picture.decode();
    const scale = Math.min(SCALE, MOST_PIXELS / Math.max(picture.naturalWidth, picture.naturalHeight, 1));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(picture.naturalWidth * scale);
    canvas.height = Math.round(picture.naturalHeight * scale);
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((resolve, reject) =>
      canvas.toBlob((blob) => (blob === null ? reject(new Error('no picture')) : resolve(blob)), 'image/png'),
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** The names that the figure uses, and the variables of the page that hold the loaded fonts' own names. */
const FONTS = [
  { name: 'Inter', variable: '--font-inter' },
  { name: 'JetBrains Mono', variable: '--font-jetbrains' },
];

async function withFonts(svg: string): Promise<string> {
  const faces = await Promise.all(FONTS.map(({ name, variable }) => fontFace(name, variable)));
  return svg.replace(/^<svg [^>]*>/, (open) => `${open}<style>${faces.join('')}</style>`);
}

/** One font as it lies in the page's style sheets, with its file inside; empty where it is not found. */
async function fontFace(name: string, variable: string): Promise<string> {
  const loaded = getComputedStyle(document.documentElement).getPropertyValue(variable).split(',')[0]?.trim();
  const rule = [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .find(
      (each): each is CSSFontFaceRule =>
        each instanceof CSSFontFaceRule &&
        unquoted(each.style.getPropertyValue('font-family')) === unquoted(loaded ?? '') &&
        each.style.getPropertyValue('src').includes('url('),
    );
  const source = /url\("?([^")]+)"?\)/.exec(rule?.style.getPropertyValue('src') ?? '')?.[1];
  if (rule === undefined || source === undefined) return '';
  const file = await fetch(new URL(source, rule.parentStyleSheet?.href ?? document.baseURI));
  const weight = rule.style.getPropertyValue('font-weight') || '100 900';
  return `@font-face{font-family:"${name}";font-weight:${weight};src:url(${await dataAddress(await file.blob())}) format("woff2")}`;
}

const unquoted = (text: string) => text.replace(/["']/g, '').trim();

function dataAddress(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error('not read'));
    reader.readAsDataURL(file);
  });
}
