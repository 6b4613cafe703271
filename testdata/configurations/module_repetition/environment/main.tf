variable "name" {}
variable "regions" { type = set(string) }
variable "size" { type = number }
module "region" {
  source   = "./region"
  for_each = var.regions
  name     = "${var.name}-${each.value}"
  size     = var.size
}
output "first" { value = try(module.region[sort(var.regions)[0]].names[0], "${var.name}-none") }
output "queues" { value = merge(values(module.region)[*].by_name...) }
output "size" { value = var.size }
