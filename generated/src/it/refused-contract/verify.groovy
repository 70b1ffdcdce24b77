def log = new File(basedir, 'build.log').text
[
  'operation sendForm: it sends a form',
  'operation listCsv: its query parameter ids is a separated list',
  'operation listCsv: its header X-Ids is a list or a map',
  'operation listCsv: one of its query parameters is a list of date-times',
  'operation listCsv: its query parameter raw is binary',
  'operation sendXml: its body is application/xml',
  'operation getByOddPath: Retrofit takes letters, digits, _ and - in the name of a path parameter, not $id',
  'operation getByOddPath: its path parameter ids is a list or a map',
  'operation getByOddPath: its answer is text/plain',
  'schema Mixed: it has properties and additionalProperties at once',
  'schema Unlabelled: its discriminator Kind is not one of its properties',
  'schemas node and Node: their Java types would not differ',
  'schema Twins: two of its kinds have the label Same',
].each { assert log.contains("- ${it}") }
return true
