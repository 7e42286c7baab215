/** A run of words of one value, and whether the other value lacks it. */
export interface Part {
  text: string;
  differs: boolean;
}

/**
 * Marks the words in which two values differ, by their longest common run of words.
 * Punctuation stays outside the marks: "Pintu [biru], sebelah [sumur]".
 */
export function differingWords(one: string, other: string): [Part[], Part[]] {
  const left = tokens(one);
  const right = tokens(other);
  const common = commonLengths(left, right);
  const keepLeft = new Set<number>();
  const keepRight = new Set<number>();
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) {
    if (same(left[i]!, right[j]!)) {
      keepLeft.add(i++);
      keepRight.add(j++);
    } else if (common[i + 1]![j]! >= common[i]![j + 1]!) {
      i++;
    } else {
      j++;
    }
  }
  return [parts(left, keepLeft), parts(right, keepRight)];
}

/** Words, single marks and runs of spaces, in order; joined again they are the text. */
function tokens(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+|\s+|[^\p{L}\p{N}\s]/gu) ?? [];
}

/** A word written in another case says the same. */
function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function isWord(token: string): boolean {
  return /[\p{L}\p{N}]/u.test(token);
}

function commonLengths(left: string[], right: string[]): number[][] {
  const table = Array.from({ length: left.length + 1 }, () =>
    new Array<number>(right.length + 1).fill(0),
  );
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      table[i]![j] = same(left[i]!, right[j]!)
        ? table[i + 1]![j + 1]! + 1
        : Math.max(table[i + 1]![j]!, table[i]![j + 1]!);
    }
  }
  return table;
}

function parts(all: string[], kept: Set<number>): Part[] {
  const marked = all.map((token, index) => isWord(token) && !kept.has(index));
  // A space between two marked words belongs to the mark: one mark, not two.
  all.forEach((token, index) => {
    if (/^\s+$/.test(token) && marked[index - 1] && marked[index + 1]) marked[index] = true;
  });
  const out: Part[] = [];
  all.forEach((text, index) => {
    const differs = marked[index]!;
    const last = out.at(-1);
    if (last && last.differs === differs) last.text += text;
    else out.push({ text, differs });
  });
  return out;
}
