export default function I(){return null}
