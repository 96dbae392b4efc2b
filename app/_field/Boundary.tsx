'use client';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { Empty } from '#app/_ui/Empty.tsx';
import { useField } from './field.tsx';

type Props = { children: ReactNode; at: string };

/**
 * A screen that stops takes neither the others nor what is kept with it; also for a screen's code that could not be loaded.
 * Another address (`at`) is another chance.
 */
export class Boundary extends Component<Props, { hasStopped: boolean }> {
  override state = { hasStopped: false };

  static getDerivedStateFromError(): { hasStopped: boolean } {
    return { hasStopped: true };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error(error, info.componentStack);
  }

  override componentDidUpdate(before: Props): void {
    if (this.state.hasStopped && before.at !== this.props.at) this.setState({ hasStopped: false });
  }

  override render(): ReactNode {
    return this.state.hasStopped ? <Stopped /> : this.props.children;
  }
}

function Stopped() {
  const { words: w } = useField();
  return (
    <div className="alone">
      <Empty title={w.errors.crashTitle} text={w.errors.crashText}>
        <Button kind="primary" onClick={() => location.reload()}>
          {w.errors.reopen}
        </Button>
        <LinkButton href="/">{w.errors.goHome}</LinkButton>
      </Empty>
    </div>
  );
}
