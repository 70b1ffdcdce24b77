// What a contributor does for the next operation: edits the YAML, and nothing else.
evaluate(new File(basedir, '../../../src/it/checkout.groovy'))

def contract = new File(basedir, 'checkout/spec/image-store.yaml')
def edited = contract.text
def insert = { after, lines ->
  assert edited.contains(after)
  edited = edited.replace(after, after + lines)
}
insert('paths:\n', '''\
  /ImageStore/$/GetUploadSession:
    get:
      tags:
        - ImageStore
      operationId: getImageStoreUploadSessionById
      summary: Get an image store upload session by its id.
      description: Says which byte ranges of the file the image store has received so far.
      parameters:
        - name: session-id
          in: query
          description: The GUID of the upload session.
          required: true
          schema:
            type: string
            format: uuid
      responses:
        '200':
          description: The session.
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/UploadSession'
''')
insert('  schemas:\n', '''\
    UploadSession:
      type: object
      description: What the image store knows of an upload session.
      properties:
        SessionId:
          type: string
          format: uuid
          description: The GUID of the upload session.
        FileSize:
          type: integer
          format: int64
          description: The size of the whole file in bytes.
''')
insert('      enum:\n', '        - FABRIC_E_NEW_IN_THIS_TEST\n')
contract.text = edited

// The checks of the contract itself go along, to show that they let an addition pass.
def checks = 'generated/src/test/java/io/github/servicefabric/imagestore/contract'
new File(basedir, "../../../../${checks}").eachFile { file ->
  def copy = new File(basedir, "checkout/${checks}/${file.name}")
  copy.parentFile.mkdirs()
  copy.text = file.text
}
return true
