module "eks" {
  source          = "./eks"
  name            = "main"
  cluster_version = 1.30
  addons = {
    coredns            = { most_recent = true }
    kube-proxy         = {}
    vpc-cni            = { configuration_values = jsonencode({ env = { ENABLE_PREFIX_DELEGATION = "true", WARM = 1 } }), resolve = "PRESERVE" }
    aws-ebs-csi-driver = { version = "v1.30.0", role = "arn:aws:iam::111122223333:role/ebs" }
  }
  node_defaults = { instance_types = ["m6i.large", "m5.large"], disk = 50, labels = { pool = "default" } }
  node_groups = {
    blue  = {}
    green = { min = 2, desired = 4, capacity = "SPOT", labels = { pool = "spot", tier = "batch" }, taints = { dedicated = { value = "batch", effect = "NO_SCHEDULE" }, gpu = { effect = "NO_EXECUTE" } } }
  }
  access = {
    admin = { principal = "arn:aws:iam::111122223333:role/admin", policies = { cluster = { policy = "AmazonEKSClusterAdminPolicy", scope = { type = "cluster" } } } }
    dev   = { principal = "arn:aws:iam::111122223333:role/dev", groups = ["dev", "view"], policies = { edit = { policy = "AmazonEKSEditPolicy", scope = { type = "namespace", namespaces = ["dev", "test"] } }, view = { policy = "AmazonEKSViewPolicy", scope = { type = "cluster" } } } }
  }
}
output "groups" { value = module.eks.group_sizes }
