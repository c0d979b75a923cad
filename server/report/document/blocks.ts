import type { Severity } from '#lib/gdpr/types.ts';

/** The document as plain data. The template sets it and holds no words of its own: nothing in it is ever markup. */
export interface ReportDocument {
  readonly title: string;
  readonly keywords: readonly string[];
  /** On every page. */
  readonly banners: readonly string[];
  readonly footer: { readonly name: string; readonly mark: string; readonly hash: string; readonly of: string };
  readonly product: string;
  readonly kind: string;
  /** Absent: the document begins with its first chapter. */
  readonly cover?: Cover;
  readonly contents?: string;
  readonly chapters: readonly Chapter[];
  /** The evidence first, which is what the document was made from. */
  readonly attachments: readonly { readonly name: string; readonly description: string }[];
}

export interface Cover {
  readonly text: string;
  readonly rows: readonly Pair[];
  readonly hashes: readonly Pair[];
  readonly verify: string;
}

export interface Chapter {
  readonly title: string;
  readonly blocks: readonly Block[];
  /** Annexes have none. */
  readonly numbered: boolean;
  /** Begins on a page of its own. */
  readonly newPage?: boolean;
}

export type Pair = readonly [string, string];

/** A cell is a text, or a severity with its sign. */
export type Cell = string | SeverityCell;
export interface SeverityCell {
  readonly severity: Severity;
  readonly text: string;
}

export type Block =
  /** `**so**` is bold: of our own sentences only. */
  | { readonly type: 'text'; readonly text: string; readonly strong?: boolean }
  | { readonly type: 'small'; readonly text: string }
  | { readonly type: 'head'; readonly text: string }
  | { readonly type: 'section'; readonly text: string }
  | { readonly type: 'bullets'; readonly items: readonly string[] }
  | { readonly type: 'lines'; readonly items: readonly LineItem[] }
  | { readonly type: 'pairs'; readonly rows: readonly Pair[]; readonly width?: number }
  | TableBlock
  | { readonly type: 'code'; readonly lines: readonly string[] }
  | FigureBlock
  | {
      readonly type: 'box';
      readonly title: string;
      readonly aside: string;
      readonly rows: readonly Pair[];
    }
  | { readonly type: 'form'; readonly head: readonly string[]; readonly rows: readonly string[] }
  | GapBlock;

/** Long and dense: a name, then what is said of it. One paragraph each. */
export interface LineItem {
  readonly name: string;
  readonly text: string;
  readonly code?: readonly string[];
}

export interface TableBlock {
  readonly type: 'table';
  /** Shares of the width; 0: as wide as its content. */
  readonly widths: readonly number[];
  /** Columns of numbers stand right. */
  readonly right?: readonly number[];
  readonly mono?: readonly number[];
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface FigureBlock {
  readonly type: 'figure';
  readonly svg: string;
  readonly alt: string;
  readonly caption: string;
  /** Scene pixels. */
  readonly width: number;
  readonly height: number;
  /** On a page turned to its side. */
  readonly turned?: boolean;
  readonly heading?: string;
  /** Points for each pixel, at most; default 0.75. */
  readonly scale?: number;
}

export interface GapBlock {
  readonly type: 'gap';
  readonly id: string;
  readonly severity: Severity;
  readonly severityName: string;
  readonly aside: string;
  readonly title: string;
  readonly summary: string;
  readonly figure?: FigureBlock;
  readonly parts: readonly GapPart[];
  readonly derivation: Pair;
  readonly fingerprint: Pair;
  /** Absent where another gap of the same kind stands before it. */
  readonly articles?: { readonly head: string; readonly rows: readonly Pair[]; readonly references: string };
  readonly fix: { readonly head: string; readonly lines: readonly string[]; readonly note: string };
}
export interface GapPart {
  readonly head: string;
  readonly rows?: readonly Pair[];
  readonly items?: readonly string[];
  readonly text?: string;
}

/** The document with the names of its pictures in place of them, and the pictures by name. */
export function withoutPictures(document: ReportDocument): {
  readonly view: ReportDocument;
  readonly pictures: ReadonlyMap<string, string>;
} {
  const pictures = new Map<string, string>();
  const named = (figure: FigureBlock): FigureBlock => {
    const name = `figure-${pictures.size + 1}.svg`;
    pictures.set(name, figure.svg);
    return { ...figure, svg: name };
  };
  const chapters = document.chapters.map((chapter) => ({
    ...chapter,
    blocks: chapter.blocks.map((block): Block => {
      if (block.type === 'figure') return named(block);
      if (block.type === 'gap' && block.figure !== undefined) return { ...block, figure: named(block.figure) };
      return block;
    }),
  }));
  return { view: { ...document, chapters }, pictures };
}
