variable "name" {}
variable "extra" { default = "" }
output "out" { value = "one ${var.name} ${var.extra}" }
