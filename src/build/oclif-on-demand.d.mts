export declare const onDemand: (source: string) => string
