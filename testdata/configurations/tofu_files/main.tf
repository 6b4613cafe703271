# OpenTofu reads a .tofu file instead of the .tf file of the same stem.
variable "names" { default = ["a"] }
locals { from = "main.tf" }
module "child" { source = "./child" }
resource "aws_sqs_queue" "main" {
  for_each = toset(var.names)
  name     = "${each.key}-${replace(local.from, ".", "-")}-${local.other}"
}
output "child" { value = module.child.out }
