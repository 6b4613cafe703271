variable "name" {}
variable "extra" { default = "" }
output "out" { value = "two ${var.name} ${var.extra}" }
