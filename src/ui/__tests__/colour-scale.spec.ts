import { diverging, ramp, sequential } from '../colour-scale';

describe('the colours of numbers', () => {
  it('should be those of the widgets', () => {
    // SEQUENTIAL[0], [85], [170] and [255] of torchenstein_lab/widgets/scale.py.
    expect(
      [0, 85, 170, 255].map(place => sequential(place / 255).background)
    ).toEqual([
      'rgb(0 32 81)',
      'rgb(87 92 110)',
      'rgb(164 157 120)',
      'rgb(253 234 69)'
    ]);
  });

  it('should be near white at zero, and blue and orange on its two sides', () => {
    expect(diverging(0.5).background).toContain('0%');
    expect(diverging(0).background).toContain('#2e69b2 100%');
    expect(diverging(1).background).toContain('#a05000 100%');
  });

  it('should carry ink that can be read', () => {
    expect([sequential(0).color, sequential(1).color]).toEqual([
      '#fff',
      '#000'
    ]);
    expect(diverging(0.5).color).toBe('#000');
  });

  it('should make a ramp from the least to the largest', () => {
    const stops = ramp(sequential);
    expect(stops.indexOf(sequential(0).background)).toBeLessThan(
      stops.indexOf(sequential(1).background)
    );
  });
});
