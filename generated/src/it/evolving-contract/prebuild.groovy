// What a contributor does for the next operation: edits the YAML, and nothing else.
evaluate(new File(basedir, '../../../src/it/checkout.groovy'))

def contract = new File(basedir, 'checkout/spec/image-store.yaml')
def edited = contract.text
def insert = { after, lines ->
  assert edited.count(after) == 1
  edited = edited.replace(after, after + lines)
}
insert('paths:\n', '''\
  /ImageStore/$/FolderSize:
    get:
      tags:
        - ImageStore
      operationId: getImageStoreRootFolderSize
      summary: Get the size of the whole image store.
      description: Adds up the sizes of all files.
      parameters:
        - $ref: '#/components/parameters/ApiVersion'
        - $ref: '#/components/parameters/RequestId'
      responses:
        '200':
          description: The sum.
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/FolderSizeInfo'
''')
insert('  schemas:\n', '''\
    FolderSizeInfo:
      type: object
      description: The sum of the sizes of the files in a folder.
      properties:
        StoreRelativePath:
          type: string
          description: The path of the folder.
        FolderSize:
          type: integer
          format: int64
          description: The sum in bytes.
''')
insert('        # HTTP 400\n', '        - FABRIC_E_NEW_IN_THIS_TEST\n')
contract.text = edited

// The checks of the contract itself go along, to show that they let an addition pass.
def checks = 'generated/src/test/java/io/github/servicefabric/imagestore/contract'
new File(basedir, "../../../../${checks}").eachFile { file ->
  def copy = new File(basedir, "checkout/${checks}/${file.name}")
  copy.parentFile.mkdirs()
  copy.text = file.text
}
return true
