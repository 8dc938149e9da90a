import { render } from '@testing-library/react';

import { InlineText, inlineParts } from '../inline-text';
import { pythonFence } from '../markdown';

describe('Inline text', () => {
  it('knows code, stress and strength', () => {
    expect(inlineParts('the *whole* of `dim` is **one**.')).toEqual([
      { kind: 'text', text: 'the ' },
      { kind: 'stress', text: 'whole' },
      { kind: 'text', text: ' of ' },
      { kind: 'code', text: 'dim' },
      { kind: 'text', text: ' is ' },
      { kind: 'strong', text: 'one' },
      { kind: 'text', text: '.' }
    ]);
  });

  it('leaves a product and a lone mark as they are', () => {
    const text = '2 * 3 * 4, a `tick and **';
    expect(inlineParts(text)).toEqual([{ kind: 'text', text }]);
  });

  it('never makes markup of what it is given', () => {
    const text = '<img src=x onerror=alert(1)> `<b>`';
    const { container } = render(<InlineText text={text} />);
    expect(container.querySelector('img, b')).toBeNull();
    expect(container.textContent).toBe('<img src=x onerror=alert(1)> <b>');
  });
});

describe('A Python fence', () => {
  it('is longer than any run of backticks inside', () => {
    expect(pythonFence('"""```"""')).toBe('````python\n"""```"""\n````');
  });
});
