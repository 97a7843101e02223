import { Box, Text } from 'ink'
import { frame } from './frame.ts'
import { paint } from './line.ts'
import type { Model } from './model.ts'

/** The explorer's frame. It holds no state and listens to nothing: a model is drawn. */
export const Explorer = ({ model }: { readonly model: Model }) => (
  <Box flexDirection="column">
    {frame(model).map((line, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen is known by where it stands
      <Text key={at} wrap="truncate">
        {paint(line, model.setting.style.color)}
      </Text>
    ))}
  </Box>
)
