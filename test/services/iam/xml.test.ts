import { expect, it } from 'vitest'
import { elements, elementText } from '../../../src/services/iam/xml.ts'

it.each([
  ['<A>plain</A>', 'plain'],
  ['<A>a &amp;lt; &#x41;&#66; &quot;</A>', 'a &lt; AB "'],
  ['<A></A>', ''],
  ['<A><B>x</B></A>', null],
  ['<B>x</B>', null],
  ['<A>cut off', null],
  ['<A>&#x7fffffff; &unknown;</A>', '&#x7fffffff; &unknown;'],
])('the text of an element: %s', (xml, text) => expect(elementText(xml, 'A')).toBe(text))

it('all elements of a name, in order', () => {
  expect(elements('<l><member>1</member><other/><member><x>2</x></member></l>', 'member')).toEqual(['1', '<x>2</x>'])
})
