let context: CanvasRenderingContext2D | null | undefined;

/** Width in CSS pixels that a text takes in the font of an element, `weight` instead of its own. */
export function textWidth(element: Element, weight?: number): (text: string) => number {
  const { fontSize, fontFamily, fontWeight } = getComputedStyle(element);
  context ??= document.createElement('canvas').getContext('2d');
  const pen = context;
  // Without a canvas: a letter is about half as wide as it is high.
  if (pen === null) return (text) => text.length * Number.parseFloat(fontSize) * 0.55;
  const font = `${weight ?? fontWeight} ${fontSize} ${fontFamily}`;
  return (text) => {
    pen.font = font;
    // The window's digits are all as wide as each other, a canvas's are not.
    return pen.measureText(text.replaceAll(/\d/g, '0')).width + 1;
  };
}
