output "out" { value = "tf" }
