import type { TranslationBundle } from '@jupyterlab/translation';

import type { Operand } from '../contracts';
import { shapeText } from '../exercise/verdict-props';
import { Scroller } from '../ui/scroller';

/**
 * The values that took part, by the learner's own names. Columns that would be empty are left out.
 */
export function OperandsTable(props: {
  operands: readonly Operand[];
  trans: TranslationBundle;
}) {
  const { operands, trans } = props;
  const columns = [
    { title: trans.__('type'), tell: (one: Operand) => one.type },
    {
      title: trans.__('shape'),
      tell: (one: Operand) => (one.shape ? shapeText(one.shape) : '')
    },
    { title: trans.__('dtype'), tell: (one: Operand) => one.dtype },
    { title: trans.__('device'), tell: (one: Operand) => one.device },
    {
      title: trans.__('value'),
      tell: (one: Operand) => (one.type === 'None' ? '' : one.preview)
    }
  ].filter(({ tell }) => operands.some(one => tell(one) !== ''));
  return (
    <Scroller
      className="jp-TorchensteinExplanation-scroller"
      label={trans.__('The values that took part')}
    >
      <table className="jp-TorchensteinExplanation-values">
        <caption className="jp-TorchensteinHidden">
          {trans.__('The values that took part')}
        </caption>
        <thead>
          <tr>
            <th scope="col">{trans.__('name')}</th>
            {columns.map(({ title }) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {operands.map(one => (
            <tr key={one.name}>
              <th scope="row">
                <code>{one.name}</code>
              </th>
              {one.type === '' ? (
                <td
                  className="jp-mod-quiet"
                  colSpan={Math.max(columns.length, 1)}
                >
                  {trans.__('not kept: the result of a call or an operator')}
                </td>
              ) : (
                columns.map(({ title, tell }) => (
                  <td key={title}>{tell(one)}</td>
                ))
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}
