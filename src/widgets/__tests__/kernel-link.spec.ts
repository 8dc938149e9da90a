import type { Kernel, KernelMessage } from '@jupyterlab/services';
import type { JSONObject } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';

import { KernelLink } from '../kernel-link';
import { PictureModel, pictureData } from '../picture-model';

/** A line that keeps what is sent on it, and lets a test answer. */
class Line {
  readonly sent: JSONObject[] = [];
  isDisposed = false;
  onMsg: ((message: KernelMessage.ICommMsgMsg) => void) | undefined;
  onClose: (() => void) | undefined;
  open(): void {
    this.isOpen = true;
  }
  send(data: JSONObject): void {
    this.sent.push(data);
  }
  close(): void {
    this.isDisposed = true;
  }
  dispose(): void {
    this.isDisposed = true;
  }
  says(data: JSONObject): void {
    this.onMsg?.({ content: { data } } as KernelMessage.ICommMsgMsg);
  }
  isOpen = false;
}

class FakeKernel {
  readonly lines: Line[] = [];
  readonly statusChanged = new Signal<this, string>(this);
  isDisposed = false;
  handleComms = true;
  status = 'idle';
  createComm(): Line {
    const line = new Line();
    this.lines.push(line);
    return line;
  }
}

function linked() {
  const kernel = new FakeKernel();
  const link = new KernelLink(
    () => kernel as unknown as Kernel.IKernelConnection
  );
  return { kernel, link };
}

describe('KernelLink', () => {
  it('should give each question its own answer, in any order', async () => {
    const { kernel, link } = linked();
    const first = link.ask('a', { at: 1 });
    const second = link.ask('b', { at: 2 });
    const [line] = kernel.lines;
    expect(kernel.lines).toHaveLength(1);
    expect(line?.sent.map(one => one.picture)).toEqual(['a', 'b']);
    line?.says({ ask: 2, picture: 'b', answer: { n: 2 } });
    line?.says({ ask: 1, picture: 'a', answer: { n: 1 } });
    expect((await first).answer).toEqual({ n: 1 });
    expect((await second).answer).toEqual({ n: 2 });
  });

  it('should let no question wait for a kernel that restarts', async () => {
    const { kernel, link } = linked();
    const asked = link.ask('a', {});
    kernel.statusChanged.emit('restarting');
    expect(await asked).toEqual({ gone: true });
    void link.ask('a', {});
    expect(kernel.lines).toHaveLength(2);
  });

  it('should say so where there is no kernel, a dead one, or a closed line', async () => {
    expect(await new KernelLink(() => null).ask('a', {})).toEqual({
      gone: true
    });
    const { kernel, link } = linked();
    const asked = link.ask('a', {});
    kernel.lines[0]?.onClose?.();
    expect(await asked).toEqual({ gone: true });
    kernel.status = 'dead';
    expect(await link.ask('a', {})).toEqual({ gone: true });
  });

  it('should hand on what the kernel sends unasked', () => {
    const { kernel, link } = linked();
    const heard: unknown[] = [];
    link.pushed.connect((_, one) => {
      heard.push(one);
    });
    link.listen();
    kernel.lines[0]?.says({ picture: 'a', push: { loss: 1 } });
    kernel.lines[0]?.says({ picture: 3, push: null });
    expect(heard).toEqual([{ picture: 'a', push: { loss: 1 } }]);
  });

  it('should close its line when the notebook is closed', async () => {
    const { kernel, link } = linked();
    const asked = link.ask('a', {});
    link.dispose();
    expect(kernel.lines[0]?.isDisposed).toBe(true);
    expect(await asked).toEqual({ gone: true });
    expect(await link.ask('a', {})).toEqual({ gone: true });
  });
});

describe('pictureData', () => {
  it('should read only what it understands', () => {
    const good = { version: 1, kind: 'show', id: 'x', state: {} };
    expect(pictureData(good)).toMatchObject({ kind: 'show', id: 'x' });
    for (const bad of [
      null,
      'x',
      [],
      { ...good, version: 2 },
      { ...good, kind: 3 },
      { ...good, state: 'x' },
      { ...good, id: null }
    ]) {
      expect(pictureData(bad)).toBeNull();
    }
  });

  it('should give the state to the script, and what comes unasked to who follows', () => {
    const model = new PictureModel({ kind: 'show', id: 'x', state: { n: 1 } });
    const heard: unknown[] = [];
    const hear = (message: unknown) => heard.push(message);
    expect(model.get('state')).toEqual({ n: 1 });
    expect(model.isFollowed).toBe(false);
    model.on('msg:custom', hear);
    model.receive('one');
    model.off('msg:custom', hear);
    model.receive('two');
    expect(heard).toEqual(['one']);
  });
});
