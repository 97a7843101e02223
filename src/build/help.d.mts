export declare const renderHelp: (root: string) => Promise<ReadonlyMap<string, string>>
