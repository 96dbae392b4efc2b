'use client';
import { Component, type ErrorInfo, type ReactNode } from 'react';

type Props = { children: ReactNode; instead: ReactNode };

/** One thing that cannot be shown, whatever is in it, hides none of the others. */
export class Guard extends Component<Props, { hasStopped: boolean }> {
  override state = { hasStopped: false };

  static getDerivedStateFromError(): { hasStopped: boolean } {
    return { hasStopped: true };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.warn('an item cannot be shown', error.message, info.componentStack);
  }

  override render(): ReactNode {
    return this.state.hasStopped ? this.props.instead : this.props.children;
  }
}
