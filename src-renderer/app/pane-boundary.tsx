import { RotateCw } from 'lucide-react';
import { Component, type ErrorInfo as ReactErrorInfo, type ReactNode } from 'react';
import { Button, LinkButton } from '../components/button.js';
import { ErrorNote } from '../components/error-note.js';
import { reportError } from '../lib/api.js';
import { toErrorInfo } from '../lib/error-text.js';
import styles from './pane-boundary.module.css';

interface Props {
  /** As in 'Scanner': says which pane it is. */
  name: string;
  /** In a bar there is room for one line only. */
  inline?: boolean;
  children: ReactNode;
}

interface State {
  error: unknown;
  failed: boolean;
}

/** Keeps an error inside its pane: the rest of the window goes on, and the pane can be loaded again. */
export class PaneBoundary extends Component<Props, State> {
  override state: State = { error: null, failed: false };

  static getDerivedStateFromError(error: unknown): State {
    return { error, failed: true };
  }

  override componentDidCatch(error: unknown, info: ReactErrorInfo): void {
    const failure = error instanceof Error ? error : new Error(String(error));
    const trace = new Error(`Pane ${this.props.name}: ${failure.message}`);
    trace.stack = `${failure.stack ?? ''}\n${info.componentStack ?? ''}`;
    reportError(trace);
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    const again = (): void => this.setState({ error: null, failed: false });
    if (this.props.inline) {
      return (
        <span role="alert" className="danger">
          {this.props.name} stopped. <LinkButton onPress={again}>Reload</LinkButton>
        </span>
      );
    }
    return (
      <div className={styles.failed}>
        <ErrorNote
          title={`${this.props.name} stopped`}
          error={{
            ...toErrorInfo(this.state.error, `show ${this.props.name}`),
            fix: 'It is in the log. The rest of the window and the radio go on.',
          }}
          fix={
            <Button icon={RotateCw} size="sm" onPress={again}>
              Reload this pane
            </Button>
          }
        />
      </div>
    );
  }
}
