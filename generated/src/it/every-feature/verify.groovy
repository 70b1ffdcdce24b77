def sources = new File(basedir, 'checkout/generated/target/generated-sources/openapi/io/github/servicefabric/imagestore/generated')
def has = { file, String... parts ->
  def text = new File(sources, file).text
  parts.each { assert text.contains(it): "$file has no $it" }
}
has('api/StateManagementApi.java', 'Call<State> getStateUsingPolicy(', '@retrofit2.http.Body Policy', 'Call<String> query(')
has('api/ResourcesApi.java', 'Call<Resource> resourceCreateOrUpdate(', 'value = "resourceName", encoded = true')
has('api/FaultsApi.java', 'Call<Void> startFault(', 'java.util.UUID faultId', 'Long typeFilter')
has('model/State.java', 'java.util.List<EvaluationWrapper> getEvaluations()', 'java.util.List<Long> getBytes()', 'String getName()')
has('model/NamedScheme.java', 'implements Scheme', 'Integer getCount()', 'java.util.List<String> getNames()')
has('model/Scheme.java', 'case "Named":')
has('model/InlinedResourceProperties.java', 'implements ResourceProperties', 'String getProvisioningState()')
has('model/ResourceProperties.java', 'interface ResourceProperties extends ResourcePropertiesBase', 'case "inlinedValue":')
has('model/Info.java', 'final class Info', 'String getName()')
has('model/Batch.java', 'java.util.Map<String, Info> getProperties()')
has('model/ReplicaState.java', 'interface ReplicaState', 'case "Stateful":')
has('model/StatefulReplicaState.java', 'implements ReplicaState', 'String getReplicaId()')
return true
