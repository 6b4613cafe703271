variable "names" { type = list(string) }
module "each" {
  source   = "git::https://example.com/storage.git//modules/bucket?ref=v1.0.0"
  for_each = toset(var.names)
  name     = "wrapped-${each.key}"
}
output "settings" { value = { for name, bucket in module.each : name => bucket.settings } }
