/**
 * The colours of numbers in pictures of tensors: the same as in the widgets (`torchenstein_lab/widgets/scale.py`),
 * even for the eye, and told apart by people who see colours differently.
 */
export interface IPaint {
  readonly background: string;
  readonly color: string;
}

/** Cividis as polynomials in the level, lowest power first: red, green, blue. */
const CIVIDIS = [
  [-4.54, -35.34, 2381.73, -6402.7, 7024.72, -2710.57],
  [32.49, 170.73, 52.82, -131.46, 176.58, -67.37],
  [81.24, 442.36, -2482.43, 6167.24, -6614.94, 2475.67]
];

const BELOW = '#2e69b2';
const ZERO = '#f5f5f5';
const ABOVE = '#a05000';

/** Where black is easier to read than white, on each of the two scales. */
const LIGHT_FROM = 119 / 255;
const DARK_ENDS = 13 / 255;

/** From night blue (the least) to yellow (the most). */
export function sequential(level: number): IPaint {
  const parts = CIVIDIS.map(coefficients => {
    const value = coefficients.reduceRight((sum, one) => sum * level + one, 0);
    return Math.round(Math.min(255, Math.max(0, value)));
  });
  return {
    background: `rgb(${parts.join(' ')})`,
    color: level < LIGHT_FROM ? '#fff' : '#000'
  };
}

/** From blue (below zero) through near white (zero, at 0.5) to orange (above). */
export function diverging(level: number): IPaint {
  const end = level < 0.5 ? BELOW : ABOVE;
  const share = Math.round(Math.abs(2 * level - 1) * 100);
  return {
    background: `color-mix(in oklab, ${end} ${share}%, ${ZERO})`,
    color: level < DARK_ENDS || level > 1 - DARK_ENDS ? '#fff' : '#000'
  };
}

/** A ramp of a scale, from its least to its largest level. */
export function ramp(paint: (level: number) => IPaint): string {
  const stops = [0, 1, 2, 3, 4, 5, 6, 7, 8].map(
    place => paint(place / 8).background
  );
  return `linear-gradient(90deg, ${stops.join(', ')})`;
}
