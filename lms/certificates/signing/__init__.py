"""Keys and signatures: making and sealing keys, signing bytes, signing a PDF, time stamps.

Which key is in use is a row of `signing_key`; when one is made, retired or taken in is decided in
`services.keys`.
"""
