variable "name" {}
output "full" { value = "v2-${var.name}" }
