/** What of the layer only a tick with a file to upload needs: it is loaded with the first one. */
export { Decoder, Stream } from '@garmin/fitsdk';
export { default as extractZip } from 'extract-zip';
