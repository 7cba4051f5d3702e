-- An address has one key however it is escaped, since: core/web-address.ts. The keys of images, suppressions and
-- fetch_outcomes are made anew by db/address-keys.ts, in the transaction of this file: SQL knows no address.

-- Pictures whose Content-Encoding packs nothing were taken for packed ones; their links may be asked again.
delete from fetch_outcomes where reason = 'content-encoding';
