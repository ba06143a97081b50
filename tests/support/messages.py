"""Small statements of banks as literal files, written by hand after the published formats.

CAMT.053: ISO 20022 message definitions camt.053.001.02 and .08. MT940: SWIFT category 9. In both,
the account opens with 1 000.00 EUR, receives 450.00, pays 12.50, and closes with 1 437.50.
"""

from __future__ import annotations

CAMT_02 = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">
 <BkToCstmrStmt>
  <GrpHdr><MsgId>M1</MsgId><CreDtTm>2014-05-15T18:00:00</CreDtTm></GrpHdr>
  <Stmt>
   <Id>S1</Id>
   <Acct><Id><IBAN>FR7600000000000000000000000</IBAN></Id><Ccy>EUR</Ccy></Acct>
   <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">1000.00</Amt>
    <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2014-05-15</Dt></Dt></Bal>
   <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">1437.50</Amt>
    <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2014-05-15</Dt></Dt></Bal>
   <Ntry>
    <Amt Ccy="EUR">450.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
    <BookgDt><Dt>2014-05-15</Dt></BookgDt><ValDt><Dt>2014-05-16</Dt></ValDt>
    <AcctSvcrRef>R1</AcctSvcrRef>
    <NtryDtls><TxDtls>
     <Refs><EndToEndId>E1</EndToEndId></Refs>
     <RltdPties><Dbtr><Nm>Lumiere du Village</Nm></Dbtr>
      <DbtrAcct><Id><IBAN>BJ0000000000000000000000007</IBAN></Id></DbtrAcct></RltdPties>
     <RmtInf><Ustrd>L7 mars</Ustrd><Ustrd>2014</Ustrd></RmtInf>
    </TxDtls></NtryDtls>
   </Ntry>
   <Ntry>
    <Amt Ccy="EUR">12.50</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts>
    <BookgDt><DtTm>2014-05-15T23:59:00+02:00</DtTm></BookgDt>
    <BkTxCd><Domn><Cd>ACMT</Cd><Fmly><Cd>MDOP</Cd><SubFmlyCd>CHRG</SubFmlyCd></Fmly></Domn></BkTxCd>
    <AddtlNtryInf>Frais de tenue de compte</AddtlNtryInf>
   </Ntry>
  </Stmt>
 </BkToCstmrStmt>
</Document>
"""

CAMT_08 = (
    CAMT_02.replace("camt.053.001.02", "camt.053.001.08")
    .replace("<Sts>BOOK</Sts>", "<Sts><Cd>BOOK</Cd></Sts>")
    .replace("<Dbtr><Nm>Lumiere du Village</Nm></Dbtr>",
             "<Dbtr><Pty><Nm>Lumiere du Village</Nm></Pty></Dbtr>")
)  # fmt: skip

MT940 = """{1:F01BANKFRPPAXXX0000000000}{2:I940BANKFRPPXXXXN}{4:
:20:S1
:25:FR7600000000000000000000000
:28C:135/1
:60F:C140515EUR1000,00
:61:1405160515C450,00NTRFE1//R1
:86:166?00VIREMENT?20L7 mars?21 2014?31BJ0000000000000000000000007?32Lumiere d
u Village
:61:1405150515D12,50NCHGNONREF
:86:Frais de tenue
de compte
:62F:C140515EUR1437,50
:64:C140515EUR1437,50
-}
"""
