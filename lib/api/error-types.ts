/** What every failed request answers. */
export interface ErrorBody {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly action: string;
    readonly detail?: string;
    readonly requestId: string;
  };
}
