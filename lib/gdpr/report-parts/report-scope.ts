/** Whether a report tells of a namespace. Of a part of the cluster only that part is told; the analysis is of the whole. */
export type ReportScope = (namespace: string) => boolean;

export const WHOLE_CLUSTER: ReportScope = () => true;
