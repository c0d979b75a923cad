interface ProgressProps {
  readonly label: string;
  readonly done?: number | undefined;
  /** Undefined: the end is not known, and the line runs. */
  readonly total?: number | undefined;
}

/** A line that shows how far a reading is. The counts stand beside it in words. */
export function Progress({ label, done, total }: ProgressProps) {
  const known = done !== undefined && total !== undefined && total > 0;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={known ? 0 : undefined}
      aria-valuemax={known ? total : undefined}
      aria-valuenow={known ? Math.min(done, total) : undefined}
      className="h-1 overflow-hidden rounded-full bg-hover"
    >
      {known ? (
        <div className="h-full bg-accent" style={{ width: `${Math.min(1, done / total) * 100}%` }} />
      ) : (
        <div className="progress-running h-full w-1/3 bg-accent" />
      )}
    </div>
  );
}
