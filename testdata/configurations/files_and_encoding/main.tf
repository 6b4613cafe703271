locals {
  files = fileset(path.module, "data/**/*.{json,yaml,txt}")
  json  = { for file in fileset("${path.module}/data", "*.json") : trimsuffix(file, ".json") => jsondecode(file("${path.module}/data/${file}")) }
  yaml  = yamldecode(file("data/deep/settings.yaml"))
  all   = merge(local.json.a, local.yaml.defaults, { list = concat(local.json.a.list, local.yaml.list) })
}
resource "aws_s3_object" "file" {
  for_each     = local.files
  bucket       = "b"
  key          = each.value
  source       = "${path.module}/${each.value}"
  etag         = filemd5("${path.module}/${each.value}")
  content_type = lookup({ json = "application/json", txt = "text/plain" }, reverse(split(".", each.value))[0], "application/octet-stream")
}
output "files" { value = local.files }
output "all" { value = local.all }
output "yaml" { value = local.yaml }
output "encoded" { value = [yamlencode(local.all), jsonencode(local.yaml), base64encode(file("${path.module}/data/t.txt")), fileexists("nope"), filesha1("data/t.txt"), dirname("a/b/c"), basename("a/b/c")] }
