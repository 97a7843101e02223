export interface Run {
  readonly text: string
  readonly column: number
  readonly cells: number
  readonly pen: { readonly colour: string; readonly dim: boolean; readonly bold: boolean }
}
export declare const screenRows: (bytes: string, columns: number) => readonly (readonly Run[])[]
export declare const terminalSvg: (bytes: string, columns: number, title: string) => string
