export declare const manifestText: (root: string) => Promise<string>
